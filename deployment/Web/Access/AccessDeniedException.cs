namespace Layercake.Web.Access;

/// <summary>The user lacks a role; the message says which.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
