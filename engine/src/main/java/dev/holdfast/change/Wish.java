package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Scope;

/**
 * A document that somebody wants carried out.
 *
 * @param document its id
 * @param parameters those that are given; the rest is filled in
 * @param scope account and region
 * @param resource ARN or id for people
 */
public record Wish(String document, JsonNode parameters, Scope scope, String resource) {}
