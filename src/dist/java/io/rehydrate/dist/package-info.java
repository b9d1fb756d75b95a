/** What an installation has besides the program, made from its commands while it is built. */
package io.rehydrate.dist;
