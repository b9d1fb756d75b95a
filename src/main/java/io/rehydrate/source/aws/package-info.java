/**
 * The scratch at AWS: names, ownership, waiting, login and removal. The routes say what is called
 * and when; here is what the answers mean.
 */
package io.rehydrate.source.aws;
