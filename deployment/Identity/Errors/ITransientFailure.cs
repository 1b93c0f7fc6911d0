namespace Layercake.Identity.Errors;

/// <summary>A failure that may pass by itself.</summary>
internal interface ITransientFailure
{
    /// <summary>Nothing to correct: whoever was asked was busy, failed, or could not be reached.</summary>
    bool IsTransient { get; }
}
