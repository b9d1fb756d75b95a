/** Makes the SDK's client for the component. */
package org.apache.camel.component.aws2.rds.client;
