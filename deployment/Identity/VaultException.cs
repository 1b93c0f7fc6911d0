namespace Layercake.Identity;

/// <summary>A secret could not be had from a vault; the message names both and says what to do.</summary>
public sealed class VaultException(string message, Exception? inner = null) : Exception(message, inner);
