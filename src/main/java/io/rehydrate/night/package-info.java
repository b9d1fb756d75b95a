/** The beans of the night route: when a night is due, what its dump holds. */
package io.rehydrate.night;
