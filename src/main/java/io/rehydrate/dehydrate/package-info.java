/** A plan and a schema become statements: which rows stay, and the tables made anew from them. */
package io.rehydrate.dehydrate;
