/** What ops people configure, read and checked once. */
package io.rehydrate.settings;
