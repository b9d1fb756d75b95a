/** The read-back: looks through a dump's own files for what no dump may hold. */
package io.rehydrate.scan;
