package io.multifrost.internal.client;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.multifrost.KeywordArgument;
import io.multifrost.internal.OwnFunctions;
import io.multifrost.internal.TypeNames;
import io.multifrost.internal.kotlin.KotlinMethods;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionDescription;
import io.multifrost.parent.FunctionDescription.Parameter;

/**
 * Compares a client interface with the functions that a worker says it has. Only what
 * fails for certain is a misfit.
 */
public final class ClientContract {

	/** Of a function that is suggested. */
	private static final int LONGEST_NAME = 100;

	private final TypeVariables variables;

	private final List<FunctionDescription> functions;

	private final Predicate<Type> converted;

	private ClientContract(Class<?> client, List<FunctionDescription> functions, Predicate<Type> converted) {
		this.variables = new TypeVariables(client);
		this.functions = functions;
		this.converted = converted;
	}

	/**
	 * Find the methods whose calls cannot succeed.
	 * @param client the client interface
	 * @param functions the functions of its worker
	 * @param converted tells types whose form is not the usual one
	 * @return for each such method a line with its signature, that of the function, and
	 * what does not fit
	 */
	public static List<String> misfits(Class<?> client, List<FunctionDescription> functions,
			Predicate<Type> converted) {
		ClientContract contract = new ClientContract(client, functions, converted);
		return Arrays.stream(client.getMethods())
			.filter((method) -> KotlinMethods.isAbstract(method) && !isOfObject(method))
			.map(contract::misfit)
			.filter(Objects::nonNull)
			.sorted()
			.toList();
	}

	/**
	 * Return whether each object has the method, so that it is no remote one.
	 */
	private static boolean isOfObject(Method method) {
		return Arrays.stream(Object.class.getMethods())
			.anyMatch((other) -> other.getName().equals(method.getName())
					&& Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
	}

	private @Nullable String misfit(Method method) {
		String name = ClientMethod.function(method);
		FunctionDescription function = find(name);
		if (function == null) {
			return OwnFunctions.isOne(name) ? null
					: signature(method) + " calls '" + name + "', which the worker does not have" + nearest(name);
		}
		String problem = problem(method, function);
		return (problem != null) ? signature(method) + " does not fit " + function.signature() + ": " + problem : null;
	}

	private @Nullable FunctionDescription find(String name) {
		FunctionDescription other = null;
		for (FunctionDescription function : this.functions) {
			if (function.name().equals(name)) {
				return function;
			}
			other = function.isCalled(name) ? function : other;
		}
		return other;
	}

	private @Nullable String problem(Method method, FunctionDescription function) {
		List<Parameter> places = function.parameters().stream().filter(ClientContract::hasPlace).toList();
		Parameter rest = function.parameters().stream().filter(Parameter::isRest).findFirst().orElse(null);
		List<Type> arguments = arguments(method);
		int given = arguments.size();
		if (given > places.size() && rest == null) {
			return "it takes " + count(places.size()) + " at most, but is given " + given;
		}
		Map<String, Type> keywords = keywords(method);
		String problem = keywordProblem(function, keywords);
		if (problem == null && !method.isVarArgs() && !takesOptions(method)) {
			problem = missing(function, places, given, keywords.keySet());
		}
		for (int i = 0; i < given && problem == null; i++) {
			problem = typeProblem((i < places.size()) ? places.get(i) : Objects.requireNonNull(rest), arguments.get(i));
		}
		return problem;
	}

	private @Nullable String keywordProblem(FunctionDescription function, Map<String, Type> keywords) {
		for (Map.Entry<String, Type> keyword : keywords.entrySet()) {
			Parameter named = function.parameters()
				.stream()
				.filter((parameter) -> parameter.name().equals(keyword.getKey()))
				.findFirst()
				.orElse(null);
			if (named == null && function.parameters().stream().noneMatch((other) -> other.name().startsWith("**"))) {
				return "it has no parameter '" + keyword.getKey() + "'";
			}
			String problem = (named != null) ? typeProblem(named, keyword.getValue()) : null;
			if (problem != null) {
				return problem;
			}
		}
		return null;
	}

	private @Nullable String typeProblem(Parameter parameter, Type argument) {
		ArgumentForm form = this.converted.test(argument) ? null : ArgumentForm.of(argument);
		// A Java worker takes an array for all further arguments
		if (form == null || (parameter.isRest() && form == ArgumentForm.ARRAY)
				|| ArgumentForm.takenBy(parameter.type()).contains(form)) {
			return null;
		}
		return "'" + parameter.name() + "' is of type " + parameter.type() + ", but is given " + TypeNames.of(argument);
	}

	private static boolean hasPlace(Parameter parameter) {
		return parameter.isPositional() && !parameter.isRest();
	}

	private static @Nullable String missing(FunctionDescription function, List<Parameter> places, int given,
			Set<String> keywords) {
		long required = places.stream().filter((parameter) -> !parameter.optional()).count();
		if (given < required && keywords.isEmpty()) {
			return "it needs " + count(required) + ", but is given " + given;
		}
		return function.parameters()
			.stream()
			.filter((parameter) -> parameter.keywordOnly() && !parameter.optional())
			.filter((parameter) -> !keywords.contains(parameter.name()))
			.findFirst()
			.map((parameter) -> "it needs '" + parameter.name() + "', which can be given by its name alone")
			.orElse(null);
	}

	private static String count(long arguments) {
		return arguments + ((arguments == 1) ? " argument" : " arguments");
	}

	/**
	 * Options may give arguments by their names.
	 */
	private static boolean takesOptions(Method method) {
		return Arrays.asList(method.getParameterTypes()).contains(CallOptions.class);
	}

	/**
	 * Return the types of the arguments that each call has at their places.
	 */
	private List<Type> arguments(Method method) {
		return Arrays.stream(KotlinMethods.parameters(method))
			.filter((parameter) -> parameter.getType() != CallOptions.class && !parameter.isVarArgs()
					&& !parameter.isAnnotationPresent(KeywordArgument.class))
			.map((parameter) -> this.variables.resolve(parameter.getParameterizedType()))
			.toList();
	}

	private Map<String, Type> keywords(Method method) {
		Map<String, Type> keywords = new LinkedHashMap<>();
		for (java.lang.reflect.Parameter parameter : KotlinMethods.parameters(method)) {
			KeywordArgument keyword = parameter.getAnnotation(KeywordArgument.class);
			if (keyword != null) {
				keywords.put(keyword.value(), this.variables.resolve(parameter.getParameterizedType()));
			}
		}
		return keywords;
	}

	private String signature(Method method) {
		String parameters = Arrays.stream(KotlinMethods.parameters(method))
			.map((parameter) -> TypeNames.of(this.variables.resolve(parameter.getParameterizedType()))
					+ (parameter.isNamePresent() ? " " + parameter.getName() : ""))
			.collect(Collectors.joining(", "));
		return TypeNames.of(this.variables.resolve(KotlinMethods.returnType(method))) + " " + KotlinMethods.name(method)
				+ "(" + parameters + ")";
	}

	private String nearest(String name) {
		int most = Math.max(2, name.length() / 3);
		return this.functions.stream()
			.filter((function) -> function.name().length() <= LONGEST_NAME)
			.min(Comparator.comparingInt((function) -> distance(name, function.name())))
			.filter((function) -> distance(name, function.name()) <= most)
			.map((function) -> "; did you mean " + function.signature() + "?")
			.orElse("");
	}

	/**
	 * Return how many letters have to change, come or go to make one name of another,
	 * however words are set apart in it.
	 */
	private static int distance(String one, String other) {
		String from = one.replace("_", "").toLowerCase(Locale.ROOT);
		String to = other.replace("_", "").toLowerCase(Locale.ROOT);
		int[] row = IntStream.rangeClosed(0, to.length()).toArray();
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int changed = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[to.length()];
	}

}
