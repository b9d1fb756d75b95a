/** Embedded servers, made-up data and a git repository: everything that the demo needs to run. */
package io.rehydrate.demo;
