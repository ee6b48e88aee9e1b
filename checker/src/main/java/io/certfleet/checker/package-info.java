/** Which hosts are due: sweeps and operators' requests become work for the other services. */
package io.certfleet.checker;
