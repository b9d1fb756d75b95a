/** The benchmark: this product's night and refresh next to the plain way. */
package io.rehydrate.bench;
