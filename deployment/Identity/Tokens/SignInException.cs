using Layercake.Identity.Errors;

namespace Layercake.Identity.Tokens;

/// <summary>Signing in failed; the message says who could not and what to do.</summary>
public sealed class SignInException(string message, Exception? inner = null) : Exception(message, inner), ITransientFailure
{
    public bool IsTransient { get; init; }
}
