/** Real servers, fixtures and faults that the tests share. */
package io.rehydrate.support;
