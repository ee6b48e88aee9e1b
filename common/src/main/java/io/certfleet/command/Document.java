package io.certfleet.command;

/**
 * One of our SSM documents, pinned: what runs on a host is this version with this content, or nothing.
 *
 * @param hash SHA-256 of the content, in hexadecimal
 */
public record Document(String name, String version, String hash) {}
