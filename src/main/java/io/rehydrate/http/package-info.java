/** The API's operations, what guards them, the page, health and metrics. */
package io.rehydrate.http;
