/** Who may do what: people, their roles and passwords, their tokens, and the decision. */
package io.rehydrate.users;
