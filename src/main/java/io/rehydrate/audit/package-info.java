/** Who asked for what, what was decided and what came of it, in a chain that shows changes. */
package io.rehydrate.audit;
