namespace Layercake.Engine.Kinds.Model;

/// <summary>An object was written and does not get ready: it failed, or takes too long.</summary>
/// <param name="message">A sentence that says which, and what to do.</param>
internal sealed class NotReadyException(string message) : Exception(message);
