/** Private CA as the services call it, and which of the CAs are the hosts'. */
package io.certfleet.authority;
