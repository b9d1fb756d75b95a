/** The night's scratch: a copy of the source, how it is made, guarded and removed. */
package io.rehydrate.source;
