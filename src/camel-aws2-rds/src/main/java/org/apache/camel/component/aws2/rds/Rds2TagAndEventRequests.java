package org.apache.camel.component.aws2.rds;

import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;

/** Requests about tags and events, out of headers. */
final class Rds2TagAndEventRequests {
  private Rds2TagAndEventRequests() {}

  static DescribeEventsRequest describeEvents(Rds2Headers headers) {
    DescribeEventsRequest.Builder request = DescribeEventsRequest.builder();
    headers.text(Rds2Constants.SOURCE_IDENTIFIER, request::sourceIdentifier);
    headers.text(Rds2Constants.SOURCE_TYPE, request::sourceType);
    headers.number(Rds2Constants.DURATION, request::duration);
    headers.number(Rds2Constants.MAX_RECORDS, request::maxRecords);
    headers.text(Rds2Constants.MARKER, request::marker);
    return request.build();
  }

  static AddTagsToResourceRequest addTagsToResource(Rds2Headers headers) {
    AddTagsToResourceRequest.Builder request = AddTagsToResourceRequest.builder();
    headers.required(Rds2Constants.RESOURCE_NAME, request::resourceName);
    headers.tags(request::tags);
    return request.build();
  }

  static RemoveTagsFromResourceRequest removeTagsFromResource(Rds2Headers headers) {
    RemoveTagsFromResourceRequest.Builder request = RemoveTagsFromResourceRequest.builder();
    headers.required(Rds2Constants.RESOURCE_NAME, request::resourceName);
    headers.list(Rds2Constants.TAG_KEYS, request::tagKeys);
    return request.build();
  }

  static ListTagsForResourceRequest listTagsForResource(Rds2Headers headers) {
    ListTagsForResourceRequest.Builder request = ListTagsForResourceRequest.builder();
    headers.required(Rds2Constants.RESOURCE_NAME, request::resourceName);
    return request.build();
  }
}
