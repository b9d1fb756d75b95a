/** A first plan, guessed from a schema and tested on its data; its values are never shown. */
package io.rehydrate.planning.draft;
