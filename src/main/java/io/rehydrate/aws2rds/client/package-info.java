/** Makes the SDK's client for the component. */
package io.rehydrate.aws2rds.client;
