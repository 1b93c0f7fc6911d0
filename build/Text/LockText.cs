using Layercake.Engine.Memory;

namespace Build.Text;

/// <summary>How the lock of an environment is worded where a plan is shown.</summary>
internal static class LockText
{
    public static string Sentence(FoundLock found, string environment) =>
        found switch
        {
            { Lock: null } => $"{found.Path} is the lock of {environment}, and {found.Problem}. Nothing is deployed meanwhile; "
                + "--target=Unlock ends the lock.",
            { IsOver: true } => $"A lock on {environment} is over and counts no more: that of {found.Lock.Description}. --target=Unlock "
                + "removes it.",
            _ => $"{environment} is locked by {found.Lock.Description}. Nothing is deployed meanwhile; --target=Unlock ends the lock.",
        };
}
