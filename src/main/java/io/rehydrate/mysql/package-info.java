/** Sessions on MySQL and MariaDB servers: opening, naming, quoting, safe messages. */
package io.rehydrate.mysql;
