package io.rehydrate.demo.rds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an answer, element by element. */
final class Xml {
  private static final String NAMESPACE = "http://rds.amazonaws.com/doc/" + ApiTable.VERSION + "/";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter writer;

  /** What failed in the JDK's writer, which writes to memory alone. */
  private interface Writing {
    void run() throws XMLStreamException;
  }

  private Xml() {
    try {
      writer =
          XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A whole document. */
  static byte[] document(String root, Consumer<Xml> content) {
    Xml xml = new Xml();
    write(
        () -> {
          xml.writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
          xml.writer.writeStartElement(root);
          xml.writer.writeDefaultNamespace(NAMESPACE);
        });
    content.accept(xml);
    write(
        () -> {
          xml.writer.writeEndElement();
          xml.writer.writeEndDocument();
          xml.writer.flush();
        });
    return xml.bytes.toByteArray();
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  Xml element(String name, Runnable content) {
    write(() -> writer.writeStartElement(name));
    content.run();
    write(writer::writeEndElement);
    return this;
  }

  Xml text(String name, Object value) {
    return element(name, () -> write(() -> writer.writeCharacters(value.toString())));
  }

  Xml text(String name, Optional<?> value) {
    value.ifPresent(v -> text(name, v));
    return this;
  }

  Xml time(String name, Instant value) {
    return text(name, DateTimeFormatter.ISO_INSTANT.format(value));
  }

  <T> Xml list(String name, String member, Collection<T> items, Consumer<T> content) {
    return element(name, () -> items.forEach(item -> element(member, () -> content.accept(item))));
  }

  Xml texts(String name, String member, Collection<String> items) {
    return element(name, () -> items.forEach(item -> text(member, item)));
  }

  Xml tags(Map<String, String> tags) {
    return list(
        "TagList",
        "Tag",
        tags.entrySet(),
        tag -> text("Key", tag.getKey()).text("Value", tag.getValue()));
  }
}
