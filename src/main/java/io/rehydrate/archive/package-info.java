/** The second home of the dumps: what is copied there, what is deleted there, what comes back. */
package io.rehydrate.archive;
