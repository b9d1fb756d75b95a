/** The files of a dump and their manifest. */
package io.rehydrate.dump;
