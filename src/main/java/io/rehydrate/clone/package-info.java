/** Clones: servers of developers' own, made in seconds from goldens, which are loaded dumps. */
package io.rehydrate.clone;
