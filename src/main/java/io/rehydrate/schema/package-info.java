/** What a server declares. */
package io.rehydrate.schema;
