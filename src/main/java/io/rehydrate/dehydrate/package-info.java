/** A plan and a schema become statements: which rows stay, and the tables made again from them. */
package io.rehydrate.dehydrate;
