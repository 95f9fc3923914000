from phizone_policies.pack.serve import serve

serve()
