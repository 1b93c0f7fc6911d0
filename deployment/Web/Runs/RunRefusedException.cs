namespace Layercake.Web.Runs;

/// <summary>A run cannot be started as it was asked for; the message says why, and what to do.</summary>
public sealed class RunRefusedException(string message) : Exception(message);
