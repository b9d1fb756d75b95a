/** Looks at everything that a night or a refresh will need, before it needs it. */
package io.rehydrate.doctor;
