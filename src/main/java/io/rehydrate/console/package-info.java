/** The console: pages that the daemon writes itself, with the operations of the API. */
package io.rehydrate.console;
