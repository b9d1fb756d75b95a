/** Puts the parts together: the beans by name, and Camel with the routes of the home folder. */
package io.rehydrate.daemon;
