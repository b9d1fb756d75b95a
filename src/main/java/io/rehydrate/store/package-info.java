/** The catalogue of dumps. */
package io.rehydrate.store;
