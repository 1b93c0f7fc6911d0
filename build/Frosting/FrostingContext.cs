using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context that every task of a run shares.</summary>
public interface IFrostingContext : ICakeContext;

/// <summary>A Cake context for a host to derive its own from.</summary>
public class FrostingContext(ICakeContext context) : CakeContextAdapter(context), IFrostingContext;
