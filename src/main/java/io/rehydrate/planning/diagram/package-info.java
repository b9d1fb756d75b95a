/** A plan as a graph: tables, and the references that bring rows along or let them go. */
package io.rehydrate.planning.diagram;
