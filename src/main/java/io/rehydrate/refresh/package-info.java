/** A dump and a ref's migrations, brought into a target that is never left half done. */
package io.rehydrate.refresh;
