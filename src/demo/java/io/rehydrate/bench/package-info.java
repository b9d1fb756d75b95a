/** The benchmark: this product's night and refresh beside the plain way. */
package io.rehydrate.bench;
