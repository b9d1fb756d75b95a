/**
 * The compiler: a plan, its schema, and how many rows each statement changed become statements. It
 * runs none of them, and knows no connection.
 */
package io.rehydrate.dehydrate.compile;
