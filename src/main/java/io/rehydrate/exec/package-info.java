/** Child processes: the client programs, their options, and what streams through them. */
package io.rehydrate.exec;
