package io.rehydrate.demo.rds;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The course of each step, where no fault gives another. */
public final class Courses {
  private static final String AVAILABLE = "available";
  private static final String CREATING = "creating";
  private static final String DELETING = "deleting";

  private final Map<Step, Course> courses;

  private Courses(Map<Step, Course> courses) {
    this.courses = new EnumMap<>(courses);
  }

  /** The times that AWS takes for a middling cluster. */
  public static Courses likeAws() {
    Map<Step, Course> courses = new EnumMap<>(Step.class);
    courses.put(Step.SNAPSHOT, Course.of(CREATING, minutes(6)).settling(AVAILABLE));
    courses.put(Step.RESTORE, Course.of(CREATING, minutes(25)).settling(AVAILABLE));
    courses.put(Step.CLONE, Course.of(CREATING, minutes(4)).settling(AVAILABLE));
    courses.put(Step.AURORA_INSTANCE, Course.of(CREATING, minutes(10)).settling(AVAILABLE));
    courses.put(
        Step.RDS_INSTANCE,
        Course.of(CREATING, minutes(9)).then("backing-up", minutes(2)).settling(AVAILABLE));
    courses.put(
        Step.NEW_PASSWORD,
        Course.of(AVAILABLE, seconds(15))
            .then("resetting-master-credentials", seconds(45))
            .settling(AVAILABLE));
    courses.put(
        Step.CHANGE,
        Course.of(AVAILABLE, seconds(15)).then("modifying", seconds(45)).settling(AVAILABLE));
    courses.put(Step.START, Course.of("starting", minutes(8)).settling(AVAILABLE));
    courses.put(Step.STOP, Course.of("stopping", minutes(8)).settling("stopped"));
    courses.put(Step.DELETE_INSTANCE, Course.of(DELETING, minutes(7)).settling(Course.GONE));
    courses.put(Step.DELETE_CLUSTER, Course.of(DELETING, minutes(2)).settling(Course.GONE));
    courses.put(Step.DELETE_SNAPSHOT, Course.of(DELETING, seconds(20)).settling(Course.GONE));
    return new Courses(courses);
  }

  private static Duration minutes(long number) {
    return Duration.ofMinutes(number);
  }

  private static Duration seconds(long number) {
    return Duration.ofSeconds(number);
  }

  /** The same states, passed in a fraction of the time. */
  public Courses faster(double times) {
    Map<Step, Course> faster = new EnumMap<>(courses);
    faster.replaceAll((step, course) -> course.faster(times));
    return new Courses(faster);
  }

  /** One step on another course. */
  public Courses with(Step step, Course course) {
    Map<Step, Course> other = new EnumMap<>(courses);
    other.put(step, course);
    return new Courses(other);
  }

  public Course of(Step step) {
    return courses.get(step);
  }
}
