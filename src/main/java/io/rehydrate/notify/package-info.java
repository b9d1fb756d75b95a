/** Notifications that leave the house: how runs ended. */
package io.rehydrate.notify;
