namespace Layercake.Identity.Tokens;

/// <summary>Signing in failed; the message says who could not and what to do.</summary>
public sealed class SignInException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Nothing to correct: whoever was asked was busy, failed, or could not be reached.</summary>
    public bool IsPassing { get; init; }
}
