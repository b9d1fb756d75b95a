/** What a dump says of itself to people. */
package io.rehydrate.report;
