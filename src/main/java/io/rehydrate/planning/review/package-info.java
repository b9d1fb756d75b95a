/** What can be said of a plan before a night: problems, warnings, and what changed since. */
package io.rehydrate.planning.review;
