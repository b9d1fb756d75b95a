package io.rehydrate.console;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages' templates. By their names' ending, whatever they show is escaped as HTML. */
public final class Templates {
  private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
  private static final Version VERSION = Configuration.VERSION_2_3_34;
  private static final String ENDING = ".ftlh";

  private final Configuration configuration = new Configuration(VERSION);

  public Templates() {
    configuration.setClassForTemplateLoading(Templates.class, "templates");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setURLEscapingCharset(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setLocalizedLookup(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setObjectWrapper(new OptionalsAreNothingOrTheirValue());
  }

  /** The page of this name with these values. */
  public String render(String name, Map<String, ?> values) {
    try {
      StringWriter page = new StringWriter();
      configuration.getTemplate(name + ENDING).process(values, page);
      return page.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      LOG.error(
          "The page {} can't be written: line {} of {}, {}",
          name,
          e.getLineNumber(),
          e.getTemplateSourceName(),
          e.getBlamedExpressionString() == null
              ? "outside of an expression"
              : e.getBlamedExpressionString());
      throw new IllegalStateException("The page " + name + " can't be written", e);
    }
  }

  private static final class OptionalsAreNothingOrTheirValue extends DefaultObjectWrapper {
    OptionalsAreNothingOrTheirValue() {
      super(VERSION);
    }

    @Override
    public TemplateModel wrap(Object value) throws TemplateModelException {
      return super.wrap(value instanceof Optional<?> optional ? optional.orElse(null) : value);
    }
  }
}
