namespace Layercake.Identity.Workspaces;

/// <summary>Somebody who is signed in is nobody in the workspace; the message says both ways in.</summary>
public sealed class NotAdmittedException(string message) : Exception(message);
