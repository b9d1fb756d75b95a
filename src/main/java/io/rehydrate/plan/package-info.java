/** The dehydration plan: as written, and matched against a schema. */
package io.rehydrate.plan;
