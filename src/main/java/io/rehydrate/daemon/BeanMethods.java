package io.rehydrate.daemon;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the beans' methods take and give, for routes that are only read. */
final class BeanMethods {
  private final Map<String, Object> beans;

  BeanMethods(Map<String, Object> beans) {
    this.beans = new TreeMap<>(beans);
  }

  boolean isKnown(String bean) {
    return beans.containsKey(bean);
  }

  /** The public methods of a bean with this name. */
  List<Method> named(String bean, String method) {
    return Arrays.stream(beans.get(bean).getClass().getMethods())
        .filter(m -> m.getName().equals(method) && m.getDeclaringClass() != Object.class)
        .toList();
  }

  List<String> names(String bean) {
    return Arrays.stream(beans.get(bean).getClass().getMethods())
        .filter(m -> m.getDeclaringClass() != Object.class)
        .map(Method::getName)
        .distinct()
        .toList();
  }

  /** The first method of any bean that gives what a variable of this type holds. */
  Optional<String> givers(Class<?> type) {
    return beans.entrySet().stream()
        .flatMap(
            bean ->
                Arrays.stream(bean.getValue().getClass().getMethods())
                    .filter(m -> m.getReturnType() == type && type != String.class)
                    .map(m -> bean.getKey() + "." + m.getName()))
        .findFirst();
  }

  /** What {@code ${variable.x.name}} gives; empty where the type has no such property. */
  static Optional<Type> property(Class<?> type, String name) {
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    List<String> candidates = List.of("get" + capital, "is" + capital, name);
    return Arrays.stream(type.getMethods())
        .filter(m -> m.getParameterCount() == 0 && candidates.contains(m.getName()))
        .filter(m -> !Modifier.isStatic(m.getModifiers()))
        .map(Method::getGenericReturnType)
        .findFirst();
  }

  /** What a {@code split} makes of it; empty where that can't be known. */
  static Optional<Type> element(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getActualTypeArguments().length == 1
        && Collection.class.isAssignableFrom(raw(type).orElse(Object.class))) {
      return Optional.of(generic.getActualTypeArguments()[0]);
    }
    return Optional.empty();
  }

  /** Empty for what is not a class of its own: a type variable, a wildcard. */
  static Optional<Class<?>> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return Optional.of(plain);
    }
    return type instanceof ParameterizedType generic ? raw(generic.getRawType()) : Optional.empty();
  }
}
