package io.rehydrate.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The process that holds a lease: its machine (name, boot, and namespace of process ids, where that
 * is a container's), its process id and when it began. On its own machine a process that is gone
 * can be distinguished from one that lives, so nobody has to wait for its leases to run out.
 */
public record LeaseOwner(String machine, long pid, long startedAt) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROCESS_IDS = Path.of("/proc/self/ns/pid");

  /** The kernel's name of the machine's own namespace, PROC_PID_INIT_INO. */
  private static final String OF_THE_MACHINE = "pid:[4026531836]";

  private static final LeaseOwner CURRENT =
      new LeaseOwner(
          localMachine(), ProcessHandle.current().pid(), startOf(ProcessHandle.current()));

  public static LeaseOwner current() {
    return CURRENT;
  }

  static LeaseOwner parse(String text) {
    String[] parts = text.split(" ");
    return new LeaseOwner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** Whether this process is certainly gone; an owner on another machine never is. */
  public boolean isGone() {
    return machine.equals(CURRENT.machine)
        && ProcessHandle.of(pid)
            .filter(process -> process.isAlive() && startOf(process) == startedAt)
            .isEmpty();
  }

  /**
   * Whether this process was one of this host, by its name, and is gone: before the machine began
   * again, or since. One of another container on it is not known to be.
   */
  boolean isGoneFromHere() {
    return host().equals(CURRENT.host()) && (!bootOf(machine).equals(boot()) || isGone());
  }

  private static String bootOf(String machine) {
    return machine.replaceFirst("^[^/]*/", "").replaceFirst("\\.\\d+$", "");
  }

  /** Fit for the name of a file. */
  String fileName() {
    return machine.replace("/", "@") + "+" + pid + "+" + startedAt;
  }

  /** Of a name that is none of ours, an owner that is never gone. */
  static LeaseOwner ofFileName(String name) {
    String[] parts = name.split("\\+");
    return parts.length == 3 && parts[1].matches("\\d{1,18}") && parts[2].matches("\\d{1,18}")
        ? new LeaseOwner(
            parts[0].replace("@", "/"), Long.parseLong(parts[1]), Long.parseLong(parts[2]))
        : new LeaseOwner("?", 0, 0);
  }

  /** The machine's name. */
  public String host() {
    return machine.replaceFirst("/.*", "");
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String localMachine() {
    return (hostName() + "/" + boot() + container()).replace(' ', '_');
  }

  /**
   * Containers that share the machine's network have its name, but each has its own process ids.
   */
  private static String container() {
    try {
      String namespace = Files.readSymbolicLink(PROCESS_IDS).toString();
      return namespace.equals(OF_THE_MACHINE) ? "" : "." + namespace.replaceAll("\\D", "");
    } catch (IOException e) {
      return "";
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String boot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return machine + " " + pid + " " + startedAt;
  }
}
