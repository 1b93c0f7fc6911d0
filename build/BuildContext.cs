using Build.Running;
using Cake.Core;
using Cake.Frosting;

namespace Build;

/// <summary>What every task of a run shares: the token that ends the run.</summary>
public sealed class BuildContext(ICakeContext context, Interruption interruption) : FrostingContext(context)
{
    public CancellationToken CancellationToken => interruption.Token;
}
